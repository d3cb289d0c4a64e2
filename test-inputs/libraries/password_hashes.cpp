// what: password hashes, which are slow on purpose, while a session is held; and what is right
// flags: -std=c++20
#include "libraries/password_hashes.h"

#include <pqxx/pqxx>

void signUp(pqxx::connection &conn, const std::string &name, const std::string &password) {
  pqxx::work work(conn);
  char hash[128];
  crypto_pwhash_str(hash, password.c_str(), password.size(), 4, 1073741824); // EXPECT: slow-call "slow on purpose"
  work.exec("INSERT INTO person VALUES (" + work.quote(name) + ", " + work.quote(hash) + ")");
  work.commit();
}

void signUpRightly(const std::string &where, const std::string &name, const std::string &password) {
  const std::string hash = bcrypt::generateHash(password);
  pqxx::connection conn(where);
  pqxx::work work(conn);
  work.exec("INSERT INTO person VALUES (" + work.quote(name) + ", " + work.quote(hash) + ")");
  work.commit();
}

static bool fits(const std::string &password, const std::string &hash) { return bcrypt_checkpw(password.c_str(), hash.c_str()) == 0; }

bool logIn(pqxx::connection &conn, const std::string &name, const std::string &password) {
  pqxx::work work(conn);
  const auto hash = work.exec("SELECT hash FROM person WHERE name = " + work.quote(name))[0][0].as<std::string>();
  const bool let = fits(password, hash); // EXPECT: slow-call
  work.exec("INSERT INTO logins VALUES (" + work.quote(name) + ")");
  work.commit();
  return let;
}

bool each(pqxx::connection &conn, const std::string &password, const char *hash, char *out, unsigned char *key) {
  pqxx::work work(conn);
  bool good = crypto_pwhash_str_verify(hash, password.c_str(), password.size()) == 0; // EXPECT: slow-call
  good &= crypto_pwhash_str_needs_rehash(hash, 4, 1073741824) == 0;
  good &= crypt(password.c_str(), hash) != nullptr; // EXPECT: slow-call
  good &= bcrypt_hashpw(password.c_str(), hash, out) == 0; // EXPECT: slow-call
  good &= argon2id_hash_encoded(2, 65536, 1, hash, 8, hash, 8, 32, out, 64) == 0; // EXPECT: slow-call
  good &= argon2id_verify(hash, password.c_str(), password.size()) == 0; // EXPECT: slow-call
  good &= bcrypt::validatePassword(password, hash); // EXPECT: slow-call
  good &= Botan::check_bcrypt(password, hash); // EXPECT: slow-call
  good &= PKCS5_PBKDF2_HMAC(hash, 8, key, 8, 600000, nullptr, 32, key) == 1; // EXPECT: slow-call
  good &= PKCS5_PBKDF2_HMAC(hash, 8, key, 8, 1, nullptr, 32, key) == 1;
  work.commit();
  return good;
}
