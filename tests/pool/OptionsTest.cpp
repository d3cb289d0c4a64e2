// OptionsTest.cpp: what a pool may be told, also by the environment.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include "leasehold/options.h"
#include "leasehold/error.h"
#include <cstdlib>
#include <gtest/gtest.h>

namespace leasehold::test {
namespace {

using namespace std::chrono_literals;

class Environment : public testing::Test {
protected:
  void set(const std::string &name, const std::string &value) {
    setenv(name.c_str(), value.c_str(), 1);
    names.push_back(name);
  }
  ~Environment() override {
    for (const std::string &n : names)
      unsetenv(n.c_str());
  }
  void refused(const std::string &name, const std::string &value) {
    set(name, value);
    try {
      (void)Options::from_env();
      ADD_FAILURE() << name << "=" << value << " was accepted";
    } catch (const ConfigurationError &e) {
      EXPECT_NE(std::string(e.what()).find(name), std::string::npos) << e.what();
    }
    unsetenv(name.c_str());
  }
  std::vector<std::string> names;
};

TEST_F(Environment, NothingSetMeansTheDefaults) {
  const Options o = Options::from_env();
  EXPECT_EQ(o.pool_size, 10U);
  EXPECT_EQ(o.max_overflow, 20U);
  EXPECT_EQ(o.pool_timeout, 30s);
  EXPECT_EQ(o.pool_recycle, 3600s);
  EXPECT_TRUE(o.pre_ping);
  EXPECT_EQ(o.reset_on_return, Reset::rollback);
}

TEST_F(Environment, SetsEachOption) {
  set("DB_POOL_SIZE", "3");
  set("DB_MAX_OVERFLOW", "0");
  set("DB_POOL_TIMEOUT", "1.5");
  set("DB_POOL_RECYCLE", "5m");
  set("DB_POOL_PRE_PING", "Off");
  set("DB_POOL_LIFO", "no");
  set("DB_POOL_RESET_ON_RETURN", "commit");
  set("DB_POOL_MAX_WAITERS", "7");
  set("DB_POOL_HOLD_PROFILE", "on");
  set("DB_POOL_MAX_IDLE", "250ms");
  set("DB_POOL_LEAK_THRESHOLD", "60s");
  const Options o = Options::from_env();
  EXPECT_EQ(o.pool_size, 3U);
  EXPECT_EQ(o.max_overflow, 0U);
  EXPECT_EQ(o.pool_timeout, 1500ms);
  EXPECT_EQ(o.pool_recycle, 5min);
  EXPECT_FALSE(o.pre_ping);
  EXPECT_FALSE(o.lifo);
  EXPECT_EQ(o.reset_on_return, Reset::commit);
  EXPECT_EQ(o.max_waiters, 7U);
  EXPECT_TRUE(o.hold_profile);
  EXPECT_EQ(o.max_idle, 250ms);
  EXPECT_EQ(o.leak_threshold, 60s);
}

TEST_F(Environment, RefusesWhatIsMalformed) {
  for (const char *bad : {"", "ten", "-1", "1.5", " 3", "3 ", "99999999999999999999"})
    refused("DB_POOL_SIZE", bad);
  for (const char *bad : {"", "soon", "-1", "5 s", "1d", "nan", "inf", "1e300"})
    refused("DB_POOL_TIMEOUT", bad);
  for (const char *bad : {"", "2", "maybe"})
    refused("DB_POOL_PRE_PING", bad);
  refused("DB_POOL_RESET_ON_RETURN", "abort");
}

TEST(OptionsValidate, NamesTheOption) {
  auto refused = [](auto change, const std::string &name) {
    Options o;
    change(o);
    try {
      o.validate();
      ADD_FAILURE() << name;
    } catch (const ConfigurationError &e) {
      EXPECT_NE(std::string(e.what()).find(name), std::string::npos) << e.what();
    }
  };
  refused([](Options &o) { o.pool_size = 0; }, "pool_size");
  refused([](Options &o) { o.max_overflow = 1'000'000; }, "max_overflow");
  refused([](Options &o) { o.pool_timeout = 0ms; }, "pool_timeout");
  refused([](Options &o) { o.pool_recycle = -1ms; }, "pool_recycle");
  refused([](Options &o) { o.max_idle = 2h; }, "max_idle");
  auto contradiction = [](Options &o) {
    o.stamps = false;
    o.leak_threshold = 1min;
  };
  refused(contradiction, "leak_threshold");
  refused(contradiction, "stamps");
  Options without;
  without.stamps = false;
  without.validate();
  Options().validate();
}

} // namespace
} // namespace leasehold::test
