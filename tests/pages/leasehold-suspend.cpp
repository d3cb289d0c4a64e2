#include "co_task.h"
#include <leasehold/annotations.h>
#include <string>
#include <vector>

using Rows = std::vector<std::string>;

class LEASEHOLD_GUARD Session {
public:
  Session(Session &&other) noexcept;
  ~Session();
  Task<Rows> query(std::string sql, std::string parameter);
  Task<void> execute(std::string sql, std::string first, std::string second);
};

class LEASEHOLD_POOL Pool {
public:
  LEASEHOLD_ACQUIRES Task<Session> acquire();
};

class Http {
public:
  Task<Response> post(std::string path, std::string body);
};

Task<std::string> amount_of(Pool &pool, std::string order);
Task<void> note_payment(Pool &pool, std::string order, std::string answer);

#include "example.h"
