#pragma once
// What libsodium, libxcrypt, libbcrypt, Bcrypt.cpp, argon2, OpenSSL and Botan declare, as far as the inputs call it.
#include <cstddef>
#include <cstdint>
#include <string>
#include <unistd.h> // crypt

extern "C" {
int crypto_pwhash_str(char out[128], const char *passwd, unsigned long long passwdlen, unsigned long long opslimit,
                      size_t memlimit);
int crypto_pwhash_str_verify(const char *str, const char *passwd, unsigned long long passwdlen);
int crypto_pwhash_str_needs_rehash(const char *str, unsigned long long opslimit, size_t memlimit);
int bcrypt_hashpw(const char *passwd, const char salt[64], char hash[64]);
int bcrypt_checkpw(const char *passwd, const char hash[64]);
int argon2id_hash_encoded(uint32_t t_cost, uint32_t m_cost, uint32_t parallelism, const void *pwd, size_t pwdlen,
                          const void *salt, size_t saltlen, size_t hashlen, char *encoded, size_t encodedlen);
int argon2id_verify(const char *encoded, const void *pwd, size_t pwdlen);
typedef struct evp_md_st EVP_MD;
int PKCS5_PBKDF2_HMAC(const char *pass, int passlen, const unsigned char *salt, int saltlen, int iter,
                      const EVP_MD *digest, int keylen, unsigned char *out);
}

namespace bcrypt {
std::string generateHash(const std::string &password, unsigned rounds = 10);
bool validatePassword(const std::string &password, const std::string &hash);
} // namespace bcrypt

namespace Botan {
bool check_bcrypt(const std::string &password, const std::string &hash);
}
