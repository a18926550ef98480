fn any<T>() -> T {
    unimplemented!()
}

pub fn client(client: &stripe::Client) {
    drop(client.post::<()>(""));
    drop(client.post_form::<(), _>("", ()));
    drop(client.delete::<()>(""));
    drop(client.delete_query::<(), _>("", ()));
}

pub fn core() {
    drop(stripe::Charge::create(any(), any()));
    drop(stripe::Charge::update(any(), any(), any()));
    drop(stripe::Charge::capture(any(), any(), any()));
    drop(stripe::Customer::create(any(), any()));
    drop(stripe::Customer::update(any(), any(), any()));
    drop(stripe::Customer::delete(any(), any()));
    drop(stripe::Customer::attach_source(any(), any(), any()));
    drop(stripe::Customer::detach_source(any(), any(), any()));
    drop(stripe::PaymentIntent::create(any(), any()));
    drop(stripe::PaymentIntent::update(any(), any(), any()));
    drop(stripe::PaymentIntent::confirm(any(), any(), any()));
    drop(stripe::PaymentIntent::capture(any(), any(), any()));
    drop(stripe::PaymentIntent::cancel(any(), any(), any()));
    drop(stripe::Payout::create(any(), any()));
    drop(stripe::Payout::update(any(), any(), any()));
    drop(stripe::Payout::cancel(any(), any()));
    drop(stripe::Refund::create(any(), any()));
    drop(stripe::Refund::update(any(), any(), any()));
    drop(stripe::Source::create(any(), any()));
    drop(stripe::Source::update(any(), any(), any()));
    drop(stripe::Token::create(any(), any()));
    drop(stripe::SetupIntent::create(any(), any()));
    drop(stripe::SetupIntent::update(any(), any(), any()));
    drop(stripe::SetupIntent::confirm(any(), any(), any()));
    drop(stripe::SetupIntent::cancel(any(), any(), any()));
    drop(stripe::PaymentMethod::create(any(), any()));
    drop(stripe::PaymentMethod::attach(any(), any(), any()));
    drop(stripe::PaymentMethod::detach(any(), any()));
}

pub fn billing() {
    drop(stripe::Coupon::create(any(), any()));
    drop(stripe::Coupon::update(any(), any(), any()));
    drop(stripe::Coupon::delete(any(), any()));
    drop(stripe::Invoice::create(any(), any()));
    drop(stripe::Invoice::delete(any(), any()));
    drop(stripe::Invoice::finalize(any(), any(), any()));
    drop(stripe::Invoice::pay(any(), any()));
    drop(stripe::Invoice::void(any(), any()));
    drop(stripe::InvoiceItem::create(any(), any()));
    drop(stripe::InvoiceItem::update(any(), any(), any()));
    drop(stripe::InvoiceItem::delete(any(), any()));
    drop(stripe::Subscription::create(any(), any()));
    drop(stripe::Subscription::update(any(), any(), any()));
    drop(stripe::Subscription::delete(any(), any()));
    drop(stripe::Subscription::cancel(any(), any(), any()));
    drop(stripe::SubscriptionItem::create(any(), any()));
    drop(stripe::SubscriptionItem::update(any(), any(), any()));
    drop(stripe::SubscriptionItem::delete(any(), any()));
    drop(stripe::CreditNote::create(any(), any()));
    drop(stripe::CreditNote::update(any(), any(), any()));
    drop(stripe::CreditNote::void(any(), any()));
}

pub fn checkout() {
    drop(stripe::CheckoutSession::create(any(), any()));
    drop(stripe::CheckoutSession::expire(any(), any()));
}

pub fn connect() {
    drop(stripe::Account::create(any(), any()));
    drop(stripe::Account::update(any(), any(), any()));
    drop(stripe::Account::delete(any(), any()));
    drop(stripe::Transfer::create(any(), any()));
    drop(stripe::Transfer::update(any(), any(), any()));
    drop(stripe::TransferReversal::create(any(), any(), any()));
}

pub fn products() {
    drop(stripe::Price::create(any(), any()));
    drop(stripe::Price::update(any(), any(), any()));
    drop(stripe::Product::create(any(), any()));
    drop(stripe::Product::update(any(), any(), any()));
    drop(stripe::Product::delete(any(), any()));
}
