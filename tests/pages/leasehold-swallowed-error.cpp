#include <pqxx/pqxx>
#include <string>
#include <vector>

void log(const char *text);

void import(pqxx::connection &conn, const std::vector<std::string> &lines) {
#include "example.h"
}
