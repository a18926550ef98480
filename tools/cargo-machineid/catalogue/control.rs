//! Every effect of the standard library, called once. Compiled in each run and never executed: clippy has to see each.

pub fn files() {
    drop(std::fs::write("", ""));
    drop(std::fs::copy("", ""));
    drop(std::fs::rename("", ""));
    drop(std::fs::remove_file(""));
    drop(std::fs::remove_dir(""));
    drop(std::fs::remove_dir_all(""));
    drop(std::fs::create_dir(""));
    drop(std::fs::create_dir_all(""));
    drop(std::fs::hard_link("", ""));
    drop(std::fs::File::create(""));
    drop(std::fs::File::create_new(""));
    drop(std::fs::OpenOptions::new().open(""));
    drop(std::fs::DirBuilder::new().create(""));
}

pub fn an_open_file(file: &std::fs::File, permissions: std::fs::Permissions) {
    drop(file.set_len(0));
    drop(file.set_permissions(permissions.clone()));
    drop(std::fs::set_permissions("", permissions));
}

pub fn processes(command: &mut std::process::Command, child: &mut std::process::Child) {
    drop(command.spawn());
    drop(command.output());
    drop(command.status());
    drop(child.kill());
}

pub fn network(socket: &std::net::UdpSocket, address: &std::net::SocketAddr) {
    drop(std::net::TcpStream::connect(address));
    drop(std::net::TcpStream::connect_timeout(address, std::time::Duration::ZERO));
    drop(socket.send(b""));
    drop(socket.send_to(b"", address));
}

#[cfg(unix)]
pub fn on_unix(command: &mut std::process::Command) {
    use std::os::unix::process::CommandExt as _;
    drop(std::os::unix::fs::symlink("", ""));
    drop(std::os::unix::fs::chown("", None, None));
    drop(command.exec());
    drop(std::os::unix::net::UnixStream::connect(""));
}
