// what: session.begin() by hand, and a return between begin and commit
#include <Poco/Data/Session.h>
#include <Poco/Data/SessionPool.h>
#include <string>

using namespace Poco::Data::Keywords;

class TicketRepository {
public:
  explicit TicketRepository(Poco::Data::SessionPool &pool) : pool_(pool) {}

  bool assign(int ticket, std::string agent) {
    Poco::Data::Session session(pool_.get());
    session.begin(); // EXPECT: unfinished-transaction
    try {
      int open = 0;
      session << "SELECT count(*) FROM tickets WHERE id = ? AND closed = 0", into(open), use(ticket), now;
      if (open == 0)
        return false;
      session << "UPDATE tickets SET agent = ? WHERE id = ?", use(agent), use(ticket), now;
      session.commit();
      return true;
    } catch (const Poco::Exception &) {
      session.rollback();
      throw;
    }
  }

private:
  Poco::Data::SessionPool &pool_;
};
