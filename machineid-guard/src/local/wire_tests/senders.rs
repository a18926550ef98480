//! Whose requests are answered: those of programs on this machine, and of no web page.

use super::Tested;
use super::caller::{Caller, REGISTER, VALIDATE};
use crate::local::LocalAuthority;

const UNREVOKE: &str = "/api/v1/devices/unrevoke";

/// Every way to be somebody else, with the status that it gets.
fn strangers(port: u16) -> Vec<(String, u16)> {
    let other = port.wrapping_add(1);
    vec![
        (format!("host: evil.example:{port}\r\n"), 421),
        ("host: evil.example\r\n".into(), 421),
        ("host: localhost\r\n".into(), 421),
        ("host: 127.0.0.1\r\n".into(), 421),
        (format!("host: 127.0.0.1:{other}\r\n"), 421),
        (format!("host: [::1]:{port}\r\n"), 421),
        (format!("host: localhost:{port}.evil.example\r\n"), 421),
        (format!("host: localhost.:{port}\r\n"), 421),
        (format!("host: user@localhost:{port}\r\n"), 421),
        ("host: \u{fc}\r\n".into(), 421),
        (String::new(), 400),
        (format!("host: 127.0.0.1:{port}\r\nhost: 127.0.0.1:{port}\r\n"), 400),
        (format!("host: 127.0.0.1:{port}\r\nhost: evil.example\r\n"), 400),
        (format!("host: evil.example\r\norigin: http://evil.example:{port}\r\n"), 421),
        (format!("host: localhost:{port}\r\norigin: http://evil.example:{port}\r\n"), 403),
        (format!("host: localhost:{port}\r\norigin: https://localhost:{port}\r\n"), 403),
        (format!("host: localhost:{port}\r\norigin: http://localhost:{other}\r\n"), 403),
        (format!("host: localhost:{port}\r\norigin: http://localhost\r\n"), 403),
        (format!("host: localhost:{port}\r\norigin: null\r\n"), 403),
        (format!("host: localhost:{port}\r\norigin:\r\n"), 403),
        (format!("host: localhost:{port}\r\norigin: http://localhost:{port}\r\norigin: http://evil.example\r\n"), 403),
    ]
}

#[test]
fn a_web_page_of_another_site_changes_nothing_whatever_name_it_gave_this_machine() -> Tested {
    let authority = LocalAuthority::start()?;
    Caller::to(&authority)?.code(REGISTER, "a")?;
    authority.revoke("a")?;
    for (sender_lines, status) in strangers(authority.port) {
        for path in [UNREVOKE, VALIDATE, REGISTER] {
            let mut stranger = Caller::to(&authority)?.with_sender_lines(&sender_lines);
            let reply = stranger.post(path, "a")?;
            assert_eq!(reply.status, status, "{path} {sender_lines}");
            assert!(reply.body["request_id"].is_string() && reply.body["error"].is_string(), "{}", reply.body);
            assert_eq!(reply.body["allowed"] == false, path == VALIDATE, "{}", reply.body);
            let last = authority.requests().pop().ok_or("not in the log")?;
            assert_eq!((last.status(), last.device_id()), (status, Some("a")), "{sender_lines}");
        }
        assert_eq!(Caller::to(&authority)?.code(VALIDATE, "a")?, "DEVICE_REVOKED", "{sender_lines}");
    }
    Ok(())
}

#[test]
fn a_strangers_answer_does_not_say_whether_its_key_was_right() -> Tested {
    let authority = LocalAuthority::start()?;
    for (sender_lines, status) in strangers(authority.port) {
        for key_lines in ["", "x-org-key: org_canary\r\n", "x-org-key: org_local\r\n"] {
            let caller = Caller::to(&authority)?.with_sender_lines(&sender_lines);
            assert_eq!(caller.with_key_lines(key_lines).post(UNREVOKE, "a")?.status, status, "{sender_lines}");
        }
    }
    Ok(())
}

#[test]
fn a_request_line_with_another_host_in_it_is_a_strangers() -> Tested {
    let authority = LocalAuthority::start()?;
    let mut caller = Caller::to(&authority)?;
    let of = |host: &str| format!("http://{host}{REGISTER}");
    assert_eq!(caller.post(&of("evil.example"), "a")?.status, 421);
    assert_eq!(caller.post(&of(&format!("127.0.0.1:{}", authority.port)), "a")?.status, 200);
    Ok(())
}

#[test]
fn both_of_its_names_and_its_own_origin_are_answered() -> Tested {
    let authority = LocalAuthority::start()?;
    let port = authority.port;
    for name in ["127.0.0.1", "localhost"] {
        let host = format!("host: {name}:{port}\r\n");
        Caller::to(&authority)?.with_sender_lines(&host).code(REGISTER, "a")?;
        let with_origin = format!("{host}origin: http://{name}:{port}\r\n");
        assert_eq!(Caller::to(&authority)?.with_sender_lines(&with_origin).code(VALIDATE, "a")?, "ALLOW");
    }
    Ok(())
}
