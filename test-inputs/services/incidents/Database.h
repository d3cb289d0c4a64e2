#pragma once

#include <chrono>
#include <cstdint>
#include <leasehold/pool.h>
#include <string>

// SQLite unless told otherwise: the services' statements are understood by both.
#ifdef INCIDENTS_POSTGRES
#include <leasehold/postgres.h>
using Database = leasehold::postgres::Driver;
#define INCIDENTS_ID "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
#else
#include <leasehold/sqlite.h>
using Database = leasehold::sqlite::Driver;
#define INCIDENTS_ID "INTEGER PRIMARY KEY"
#endif

using SessionPool = leasehold::Pool<Database>;
using Session = SessionPool::SessionType;

/// The slow work of the incidents takes minutes; here it takes a part of that.
struct Scale {
  double factor = 0.01;

  std::chrono::milliseconds of(std::chrono::milliseconds real) const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(real * factor);
  }
};
