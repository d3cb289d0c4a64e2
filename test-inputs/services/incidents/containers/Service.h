#pragma once

#include "../Container.h"
#include "../Database.h"

/// Replaces a file in a running container.
class Service {
public:
  static constexpr const char *schema =
      "CREATE TABLE files (id INTEGER PRIMARY KEY, state TEXT NOT NULL)";
  static constexpr const char *slow_work = "upload, 60 s; health, 2 s each; restart, 12 s";

  Service(SessionPool &pool, Scale scale) : pool_(pool), scale_(scale) {}

  void request(std::int64_t file);

private:
  SessionPool &pool_;
  Scale scale_;
};
