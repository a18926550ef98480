use tokio::{fs, net, process};

pub async fn files(file: &fs::File) {
    drop(fs::write("", "").await);
    drop(fs::copy("", "").await);
    drop(fs::rename("", "").await);
    drop(fs::remove_file("").await);
    drop(fs::remove_dir("").await);
    drop(fs::remove_dir_all("").await);
    drop(fs::create_dir("").await);
    drop(fs::create_dir_all("").await);
    drop(fs::hard_link("", "").await);
    drop(fs::File::create("").await);
    drop(fs::File::create_new("").await);
    drop(file.set_len(0).await);
    drop(fs::OpenOptions::new().open("").await);
    drop(fs::DirBuilder::new().create("").await);
}

pub async fn permissions(permissions: std::fs::Permissions) {
    drop(fs::set_permissions("", permissions).await);
}

pub async fn processes(command: &mut process::Command, child: &mut process::Child) {
    drop(command.spawn());
    drop(command.output().await);
    drop(command.status().await);
    drop(child.kill().await);
    drop(child.start_kill());
}

pub async fn network(socket: &net::UdpSocket) {
    drop(net::TcpStream::connect("").await);
    drop(socket.send(b"").await);
    drop(socket.send_to(b"", "").await);
}

#[cfg(unix)]
pub async fn on_unix() {
    drop(fs::symlink("", "").await);
    drop(net::UnixStream::connect("").await);
}
