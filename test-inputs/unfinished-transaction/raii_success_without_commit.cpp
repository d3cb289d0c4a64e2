// what: one path returns true after a write without commit, and true is what the committing path returns too
#include <pqxx/pqxx>
#include <string>
#include <vector>

bool syncTags(pqxx::connection &conn, long article, const std::vector<std::string> &tags) {
  pqxx::work tx(conn); // EXPECT: unfinished-transaction
  tx.exec_params0("DELETE FROM article_tags WHERE article = $1", article);
  if (tags.empty())
    return true;
  for (const std::string &tag : tags)
    tx.exec_params0("INSERT INTO article_tags(article, tag) VALUES ($1, $2)", article, tag);
  tx.commit();
  return true;
}
