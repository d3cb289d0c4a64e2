// What the libraries' headers declare of their scope guards, as in a library: no body is looked into.
#pragma once
#pragma GCC system_header
#include <utility>

namespace gsl {
template <class F> class final_action {
public:
  explicit final_action(const F &f) noexcept : f_(f) {}
  final_action(final_action &&other) noexcept : f_(std::move(other.f_)), invoke_(std::exchange(other.invoke_, false)) {}
  ~final_action() noexcept {
    if (invoke_)
      f_();
  }

private:
  F f_;
  bool invoke_ = true;
};
template <class F> final_action<std::decay_t<F>> finally(F &&f) noexcept { return final_action<std::decay_t<F>>(std::forward<F>(f)); }
} // namespace gsl

namespace absl {
inline namespace lts_20230125 {
namespace cleanup_internal {
struct Tag {};
} // namespace cleanup_internal
template <class Arg, class Callback> class Cleanup final {
public:
  Cleanup(Callback callback) : callback_(std::move(callback)) {}
  Cleanup(Cleanup &&other) = default;
  void Cancel() && { engaged_ = false; }
  void Invoke() && { callback_(); }
  ~Cleanup() {
    if (engaged_)
      callback_();
  }

private:
  Callback callback_;
  bool engaged_ = true;
};
template <class Callback> Cleanup(Callback) -> Cleanup<cleanup_internal::Tag, Callback>;
template <class Callback> Cleanup<cleanup_internal::Tag, Callback> MakeCleanup(Callback callback) { return {std::move(callback)}; }
} // namespace lts_20230125
} // namespace absl

namespace folly {
namespace detail {
class ScopeGuardImplBase {
public:
  void dismiss() noexcept { dismissed_ = true; }

protected:
  bool dismissed_ = false;
};
template <class F, bool Noexcept> class ScopeGuardImpl : public ScopeGuardImplBase {
public:
  explicit ScopeGuardImpl(F &&f) noexcept : f_(std::move(f)) {}
  ScopeGuardImpl(ScopeGuardImpl &&other) noexcept : f_(std::move(other.f_)) {}
  ~ScopeGuardImpl() noexcept(Noexcept) {
    if (!dismissed_)
      f_();
  }

private:
  F f_;
};
enum class ScopeGuardOnExit {};
template <class F> ScopeGuardImpl<std::decay_t<F>, true> operator+(ScopeGuardOnExit, F &&f) {
  return ScopeGuardImpl<std::decay_t<F>, true>(std::forward<F>(f));
}
} // namespace detail
template <class F> detail::ScopeGuardImpl<std::decay_t<F>, true> makeGuard(F &&f) noexcept {
  return detail::ScopeGuardImpl<std::decay_t<F>, true>(std::forward<F>(f));
}
} // namespace folly
#define SCOPE_EXIT auto scopeExit = ::folly::detail::ScopeGuardOnExit() + [&]() noexcept

namespace boost::scope {
template <class F> class scope_exit {
public:
  explicit scope_exit(F &&f, bool active = true) : f_(std::move(f)), active_(active) {}
  ~scope_exit() {
    if (active_)
      f_();
  }
  void set_active(bool active) noexcept { active_ = active; }

private:
  F f_;
  bool active_;
};
template <class F> scope_exit(F) -> scope_exit<F>;
template <class F> class defer_guard {
public:
  defer_guard(F &&f) : f_(std::move(f)) {}
  ~defer_guard() { f_(); }

private:
  F f_;
};
template <class F> defer_guard(F) -> defer_guard<F>;
} // namespace boost::scope
