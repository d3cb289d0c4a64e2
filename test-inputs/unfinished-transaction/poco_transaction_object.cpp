// what: Poco::Data::Transaction rolls back in its destructor; the update is lost on every path
#include <Poco/Data/Session.h>
#include <Poco/Data/SessionPool.h>
#include <Poco/Data/Transaction.h>
#include <string>

using namespace Poco::Data::Keywords;

void renameTeam(Poco::Data::SessionPool &pool, int id, std::string name) {
  Poco::Data::Session session(pool.get());
  Poco::Data::Transaction transaction(session); // EXPECT: unfinished-transaction
  session << "UPDATE teams SET name = ? WHERE id = ?", use(name), use(id), now;
  session << "INSERT INTO team_log(team, event) VALUES (?, 'renamed')", use(id), now;
}
