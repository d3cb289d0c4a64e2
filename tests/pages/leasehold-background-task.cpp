#include "service.h"
#include <thread>

void summarize(PGconn *connection, const std::string &month);

class Reports {
public:
  void start(const std::string &month);

private:
  Pool &pool_;
};

#include "example.h"
