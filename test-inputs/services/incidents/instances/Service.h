#pragma once

#include "../Database.h"

/// Lists the instances of a user.
class Service {
public:
  static constexpr const char *schema =
      "CREATE TABLE instances (id INTEGER PRIMARY KEY, state TEXT NOT NULL)";
  static constexpr const char *slow_work = "none; some requests forget to give back";

  Service(SessionPool &pool, Scale) : pool_(pool) {}

  void request(std::int64_t user);

private:
  SessionPool &pool_;
};
