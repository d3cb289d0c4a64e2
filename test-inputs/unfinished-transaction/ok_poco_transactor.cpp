// what: right: this Poco::Data::Transaction runs the functor and commits in its constructor; execute() of a list commits too
#include <Poco/Data/Session.h>
#include <Poco/Data/SessionPool.h>
#include <Poco/Data/Transaction.h>
#include <string>
#include <vector>

using namespace Poco::Data::Keywords;

struct AddMember {
  std::string name;
  int team;
  void operator()(Poco::Data::Session &session) {
    session << "INSERT INTO members(name, team) VALUES (?, ?)", use(name), use(team), now;
    session << "UPDATE teams SET size = size + 1 WHERE id = ?", use(team), now;
  }
};

void addMember(Poco::Data::SessionPool &pool, const std::string &name, int team) {
  Poco::Data::Session session(pool.get());
  AddMember add{name, team};
  Poco::Data::Transaction transaction(session, add);
}

void resetSeason(Poco::Data::SessionPool &pool) {
  Poco::Data::Session session(pool.get());
  Poco::Data::Transaction transaction(session);
  const std::vector<std::string> statements = {"DELETE FROM matches", "UPDATE teams SET points = 0"};
  transaction.execute(statements);
}
