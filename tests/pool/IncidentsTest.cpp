// The incident services under load: what the cure is worth, and that the analyzer's word is true.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#include <array>
#include <cstdio>
#include <filesystem>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

class Incidents : public testing::Test {
protected:
  Incidents() { fs::create_directories(path_); }
  ~Incidents() override { fs::remove_all(path_); }

  /// What `incident-NAME` prints: 30 clients, a pool of 20.
  [[nodiscard]] Json run(const std::string &name, const std::string &more = "") const {
    const std::string command = std::string(LEASEHOLD_INCIDENTS) + "/incident-" + name + " " +
                                (path_ / (name + ".db")).string() + " --seconds 2 " + more;
    FILE *pipe = popen(command.c_str(), "r");
    std::string out;
    std::array<char, 4096> part{};
    for (std::size_t n; (n = fread(part.data(), 1, part.size(), pipe)) > 0;)
      out.append(part.data(), n);
    EXPECT_EQ(pclose(pipe), 0) << command << "\n" << out;
    return Json::parse(out);
  }

private:
  const fs::path path_ =
      fs::temp_directory_path() / ("leasehold-incidents-" + std::to_string(getpid()));
};

// 177 s become 1.77 s, the acquire timeout of 30 s 0.3 s.
TEST_F(Incidents, JobsAreHandedOverWithoutASession) {
  const Json before = run("jobs-before");
  const Json after = run("jobs-after");
  EXPECT_GT(before["timeouts"], 0);
  EXPECT_EQ(after["timeouts"], 0);
  EXPECT_EQ(after["failed"], 0);
  EXPECT_GT(before["hold_mean_ms"], 1700);
  EXPECT_LT(after["hold_mean_ms"].get<double>(), before["hold_mean_ms"].get<double>() / 10);
  EXPECT_GT(after["requests"], before["requests"]);
}

TEST_F(Incidents, FilesAreUploadedWithoutASession) {
  const Json before = run("containers-before");
  const Json after = run("containers-after");
  EXPECT_GT(before["timeouts"], 0);
  EXPECT_EQ(after["timeouts"], 0);
  EXPECT_LT(after["hold_mean_ms"].get<double>(), before["hold_mean_ms"].get<double>() / 10);
}

TEST_F(Incidents, ABrowserHasNoSession) {
  const Json before = run("clipboard-before");
  const Json after = run("clipboard-after");
  EXPECT_GT(before["timeouts"], 0);
  EXPECT_EQ(after["timeouts"], 0);
  EXPECT_LT(after["hold_mean_ms"].get<double>(), before["hold_mean_ms"].get<double>() / 10);
}

TEST_F(Incidents, EverySessionComesBack) {
  const Json before = run("instances-before");
  const Json after = run("instances-after");
  EXPECT_EQ(before["never_given_back"], 20) << "all of the pool";
  EXPECT_GT(before["timeouts"], 0);
  EXPECT_EQ(after["never_given_back"], 0);
  EXPECT_EQ(after["timeouts"], 0);
}

} // namespace
