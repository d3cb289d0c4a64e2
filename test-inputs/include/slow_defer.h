// Runs a callable at the end of the scope.
#pragma once

#include <functional>
#include <utility>

class Defer {
public:
    explicit Defer(std::function<void()> func) : func_(std::move(func)) {}
    Defer(const Defer&) = delete;
    Defer& operator=(const Defer&) = delete;
    ~Defer() { func_(); }

private:
    std::function<void()> func_;
};
