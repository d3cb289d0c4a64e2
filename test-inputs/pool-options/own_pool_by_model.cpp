// what: a pool of one's own whose options a model file names
// models: acme_pool.json
namespace acme {
struct PoolConfig {
    int wait_ms = 30000;
    int max_age_s = 3600;
    bool reset = true;
};
class Pool {
public:
    Pool(const char* dsn, const PoolConfig& config);
    void set_wait(int ms);
};
} // namespace acme

void hasty(acme::Pool& pool) {
    pool.set_wait(200); // EXPECT: pool-options "less than 5 s"
    pool.set_wait(-1);  // EXPECT: pool-options "without a limit"
    pool.set_wait(15000);
}

acme::Pool old() {
    acme::PoolConfig config;
    config.max_age_s = 86400; // EXPECT: pool-options "wait_timeout"
    config.reset = false;     // EXPECT: pool-options "inherits"
    return acme::Pool("db=shop", config);
}

acme::Pool well() {
    acme::PoolConfig config{.wait_ms = 20000, .max_age_s = 1800};
    return acme::Pool("db=shop", config);
}
