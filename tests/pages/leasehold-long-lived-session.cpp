#include "service.h"

Pool &pool();
bool exists(PGconn *connection, const std::string &user);

#include "example.h"
