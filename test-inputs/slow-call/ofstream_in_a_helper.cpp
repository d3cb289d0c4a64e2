// what: a helper writes an upload to disk inside its caller's transaction.
// flags: -std=c++20
#include <fstream>
#include <pqxx/pqxx>
#include <string>
#include <string_view>

namespace files {
void save(std::string_view body, const std::string &path) {
  std::ofstream out(path, std::ios::binary);
  out.write(body.data(), static_cast<std::streamsize>(body.size())); // NOTE: "writes a file here"
}
} // namespace files

void upload(pqxx::connection &conn, int user, std::string_view body, const std::string &path) {
  pqxx::work tx{conn};
  tx.exec_params("UPDATE quota SET used = used + $1 WHERE id = $2", body.size(), user);
  files::save(body, path); // EXPECT: slow-call "open transaction"
  tx.commit();
}
