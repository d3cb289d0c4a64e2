// Browser.h: headless Chromium, through its WebDriver.
//
// Part of Leasehold, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

#ifndef LEASEHOLD_BROWSER_H
#define LEASEHOLD_BROWSER_H

#include <filesystem>
#include <httplib.h>
#include <nlohmann/json.hpp>
#include <string>
#include <sys/types.h>
#include <vector>

namespace leasehold::test {

/// One window. Throws with what the driver says; when the programs are missing it names the
/// packages. From one thread.
class Browser {
public:
  Browser();
  Browser(const Browser &) = delete;
  Browser &operator=(const Browser &) = delete;
  ~Browser();

  void open(const std::string &url);
  /// What `script`, a function's body, returns.
  nlohmann::json run(const std::string &script);
  void dark(bool dark);
  /// The whole page as a PNG file.
  void screenshot(const std::filesystem::path &file);
  /// The addresses of all requests since the last call.
  std::vector<std::string> requests();

private:
  nlohmann::json call(const std::string &what, const nlohmann::json &body);
  nlohmann::json devtools(const char *command, const nlohmann::json &parameters);
  void end() noexcept;

  std::filesystem::path directory_;
  pid_t driver_ = 0;
  int port_ = 0;
  std::string session_;
};

} // namespace leasehold::test

#endif // LEASEHOLD_BROWSER_H
