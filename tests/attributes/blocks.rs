//! `#[guarded_tools]` and `#[require_boundaries]`: no function of a block is forgotten.

use machineid_guard::{Denied, boundaries, guarded_tool, guarded_tools, require_boundaries, side_effect};

use crate::trial::{Trial, assert_guarded, assert_guarded_async, effect, effects};

mod modules;
mod trait_implementations;
mod whole_modules;

struct Mailer<T> {
    sent: Vec<T>,
}

#[guarded_tools(surface = "email")]
impl<T> Mailer<T>
where
    T: Clone + From<u8>,
{
    const LIMIT: usize = { 1 };

    #[unguarded(reason = "constructs, sends nothing")]
    pub(crate) fn new() -> Self {
        Self { sent: Vec::new() }
    }

    /// Not called from outside, so left as it is.
    fn room(&self) -> bool {
        self.sent.len() < Self::LIMIT
    }

    pub(crate) fn send(&mut self, mail: T) -> Result<bool, Denied> {
        effect();
        self.sent.push(mail);
        Ok(self.room())
    }

    pub(crate) async fn send_later(&mut self, mails: [T; 2]) -> Result<&mut Vec<T>, Denied> {
        effect();
        self.sent.extend(mails);
        Ok(&mut self.sent)
    }

    #[side_effect(surface = "payments")]
    pub(crate) fn buy_postage(&self) -> Result<usize, Denied> {
        effect();
        Ok(self.sent.len())
    }

    #[guarded_tool(on_denied = |denied| denied.agent_message())]
    pub(crate) fn describe(&self) -> String {
        effect();
        "a mailer".to_owned()
    }

    #[cfg(any())]
    pub(crate) fn send_fax(&self) -> NoSuchType {}

    #[cfg(test)]
    pub(crate) fn count(&self) -> Result<usize, Denied> {
        effect();
        Ok(self.sent.len())
    }
}

#[test]
fn every_public_function_of_an_impl() {
    let mailer = Mailer::<u8>::new;
    assert_eq!(effects(), 0, "the constructor is exempt");
    assert_guarded(false, || mailer().send(1));
    assert_guarded_async(2, async || mailer().send_later([1, 2]).await.map(|sent| sent.len()));
    assert_guarded(0, || mailer().buy_postage());
    assert_guarded(0, || mailer().count());
    assert_eq!(Trial::new().call(|| mailer().describe()), "a mailer");
}

#[test]
fn arguments_are_defaults_and_a_functions_own_boundary_wins() {
    let surface = |name: &str| {
        let all = boundaries();
        let mut found = all.iter().filter(|it| it.name() == name && it.module_path() == module_path!());
        let boundary = found.next().expect("it has a boundary");
        assert!(found.next().is_none(), "`{name}` has one boundary");
        boundary.surface().map(str::to_owned)
    };
    assert_eq!(surface("send").as_deref(), Some("email"));
    assert_eq!(surface("send_later").as_deref(), Some("email"));
    assert_eq!(surface("count").as_deref(), Some("email"));
    assert_eq!(surface("buy_postage").as_deref(), Some("payments"));
    assert_eq!(surface("describe"), None);
    let listed = |name: &str| boundaries().iter().any(|it| it.name() == name && it.module_path() == module_path!());
    assert!(!listed("new") && !listed("room") && !listed("send_fax"));
}

struct Server;

#[guarded_tools]
impl Server {
    pub(crate) fn public() -> Result<u8, Denied> {
        effect();
        Ok(7)
    }

    pub(in crate::blocks) fn restricted() -> Result<u8, Denied> {
        effect();
        Ok(8)
    }
}

#[test]
fn restricted_visibility_counts_as_public() {
    assert_guarded(7, Server::public);
    assert_guarded(8, Server::restricted);
}

struct Demanding;

#[require_boundaries]
impl Demanding {
    #[guarded_tool]
    pub(crate) fn guarded() -> Result<u8, Denied> {
        effect();
        Ok(7)
    }

    #[unguarded(reason = "reads a constant")]
    pub(crate) fn constant() -> u8 {
        7
    }

    fn private() -> u8 {
        7
    }
}

#[test]
fn a_demand_adds_nothing() {
    assert_guarded(7, Demanding::guarded);
    let trial = Trial::denying();
    assert_eq!(trial.call(|| Demanding::constant() + Demanding::private()), 14);
    assert_eq!(trial.validates(), 0);
}
