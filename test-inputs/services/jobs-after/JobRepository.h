#pragma once

#include "../incidents/Database.h"

/// Each method has a session of its own, for as long as its statement.
class JobRepository {
public:
  explicit JobRepository(SessionPool &pool) : pool_(pool) {}

  void add(std::int64_t job);
  void set_state(std::int64_t job, const std::string &state);

private:
  SessionPool &pool_;
};
