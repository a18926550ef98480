//! What was tried, and what came of it.

/// Counts tries, and keeps those that went wrong.
#[derive(Default)]
pub struct Tally {
    tried: usize,
    yes: usize,
    refused: usize,
    wrong: Vec<String>,
}

impl Tally {
    /// What the client made of some bytes, beside what they say.
    pub fn count(&mut self, bytes: &[u8], client_says_yes: bool, is_yes: bool) {
        self.tried += 1;
        self.yes += usize::from(client_says_yes);
        self.refused += usize::from(is_yes && !client_says_yes);
        if client_says_yes && !is_yes {
            self.wrong.push(bytes.escape_ascii().to_string());
        }
    }

    /// Demands that there was no wrong yes, and that the tries were worth something.
    pub fn conclude(self, what: &str) {
        let Self { tried, yes, refused, wrong } = self;
        println!(
            "{what}: {tried} answers tried, {yes} yeses, {refused} good ones refused, wrong yeses {}",
            wrong.len()
        );
        assert!(
            wrong.is_empty(),
            "{what}: {} WRONG YESES, among them {:#?}",
            wrong.len(),
            &wrong[..wrong.len().min(5)]
        );
        assert!(tried > 0);
    }

    pub fn yes(&self) -> usize {
        self.yes
    }
}
