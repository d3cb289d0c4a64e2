// what: SQLite::Transaction holds the write lock while a report is fetched over HTTP
#include <SQLiteCpp/SQLiteCpp.h>
#include <httplib.h>

#include <string>

namespace feed_importer {

std::string download(const std::string& host, const std::string& path) {
    httplib::Client client(host);
    auto answer = client.Get(path.c_str());
    return answer ? answer->body : std::string();
}

void import_feed(SQLite::Database& db, const std::string& host) {
    SQLite::Transaction transaction(db);
    db.exec("DELETE FROM entries");
    const std::string body = download(host, "/feed.json"); // EXPECT: slow-call
    SQLite::Statement insert(db, "INSERT INTO entries(body) VALUES(?)");
    insert.bind(1, body);
    insert.exec();
    transaction.commit();
}

} // namespace feed_importer
