#pragma once
// The usual hand-written scope guards.
#include <functional>
#include <utility>

class Defer {
public:
  explicit Defer(std::function<void()> fn) : fn_(std::move(fn)) {}
  Defer(const Defer &) = delete;
  Defer &operator=(const Defer &) = delete;
  ~Defer() {
    if (fn_)
      fn_();
  }

private:
  std::function<void()> fn_;
};

template <class F> class FinalAction {
public:
  explicit FinalAction(F f) : f_(std::move(f)) {}
  FinalAction(FinalAction &&other) noexcept : f_(std::move(other.f_)), active_(std::exchange(other.active_, false)) {}
  FinalAction(const FinalAction &) = delete;
  FinalAction &operator=(const FinalAction &) = delete;
  ~FinalAction() {
    if (active_)
      f_();
  }

private:
  F f_;
  bool active_ = true;
};

template <class F> FinalAction<F> finally(F f) { return FinalAction<F>(std::move(f)); }
