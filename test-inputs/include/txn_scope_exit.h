#pragma once
#include <functional>
#include <utility>

// Runs the action at the end of the scope unless dismissed.
class ScopeExit {
public:
  explicit ScopeExit(std::function<void()> action) : action_(std::move(action)) {}
  ScopeExit(const ScopeExit &) = delete;
  ScopeExit &operator=(const ScopeExit &) = delete;
  ~ScopeExit() {
    if (action_)
      action_();
  }
  void dismiss() { action_ = nullptr; }

private:
  std::function<void()> action_;
};
