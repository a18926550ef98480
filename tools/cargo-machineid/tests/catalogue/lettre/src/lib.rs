use lettre::address::Envelope;
use lettre::transport::smtp::client::{AsyncSmtpConnection, SmtpConnection};
use lettre::{AsyncTransport, Message, Transport};

pub fn blocking<T: Transport>(transport: &T, message: &Message, envelope: &Envelope) {
    drop(transport.send(message));
    drop(transport.send_raw(envelope, b""));
}

pub async fn asynchronous<T: AsyncTransport + Sync>(transport: &T, message: Message, envelope: &Envelope) {
    drop(transport.send(message).await);
    drop(transport.send_raw(envelope, b"").await);
}

pub async fn connections(one: &mut SmtpConnection, other: &mut AsyncSmtpConnection, envelope: &Envelope) {
    drop(one.send(envelope, b""));
    drop(other.send(envelope, b"").await);
}
