use machineid_guard::guarded_tool;

#[derive(Debug)]
enum AppError {
    NotFound,
}

#[guarded_tool]
async fn search() -> Result<Vec<u8>, AppError> {
    Err(AppError::NotFound)
}

fn main() {}
