use mongodb::IndexModel;
use mongodb::bson::Document;

fn document() -> Document {
    Document::new()
}

fn index() -> IndexModel {
    IndexModel::builder().keys(document()).build()
}

pub fn asynchronous(collection: &mongodb::Collection<Document>, database: &mongodb::Database) {
    drop(collection.insert_one(document()));
    drop(collection.insert_many([document()]));
    drop(collection.update_one(document(), document()));
    drop(collection.update_many(document(), document()));
    drop(collection.replace_one(document(), document()));
    drop(collection.delete_one(document()));
    drop(collection.delete_many(document()));
    drop(collection.find_one_and_delete(document()));
    drop(collection.find_one_and_update(document(), document()));
    drop(collection.find_one_and_replace(document(), document()));
    drop(collection.create_index(index()));
    drop(collection.create_indexes([index()]));
    drop(collection.drop());
    drop(collection.drop_index(""));
    drop(collection.drop_indexes());
    drop(collection.aggregate([document()]));
    drop(database.run_command(document()));
    drop(database.create_collection(""));
    drop(database.drop());
    drop(database.aggregate([document()]));
}

pub fn blocking(collection: &mongodb::sync::Collection<Document>, database: &mongodb::sync::Database) {
    drop(collection.insert_one(document()));
    drop(collection.insert_many([document()]));
    drop(collection.update_one(document(), document()));
    drop(collection.update_many(document(), document()));
    drop(collection.replace_one(document(), document()));
    drop(collection.delete_one(document()));
    drop(collection.delete_many(document()));
    drop(collection.find_one_and_delete(document()));
    drop(collection.find_one_and_update(document(), document()));
    drop(collection.find_one_and_replace(document(), document()));
    drop(collection.create_index(index()));
    drop(collection.create_indexes([index()]));
    drop(collection.drop());
    drop(collection.drop_index(""));
    drop(collection.drop_indexes());
    drop(collection.aggregate([document()]));
    drop(database.run_command(document()));
    drop(database.create_collection(""));
    drop(database.drop());
    drop(database.aggregate([document()]));
}
