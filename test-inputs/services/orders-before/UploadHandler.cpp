// what: the session is acquired for the whole request, and the request copies a file.
// flags: -std=c++20 -isystem /usr/include/postgresql

#include "UploadHandler.h"

#include "OrderRepository.h"

bool UploadHandler::handle(long order, const std::filesystem::path &upload) {
  Session session(pool_); // NOTE: "acquired"
  OrderRepository orders(session.get());
  std::string directory = orders.attachment_directory(order);
  if (directory.empty())
    return false;
  std::filesystem::path target = std::filesystem::path(directory) / upload.filename();
  std::filesystem::copy_file(upload, target); // EXPECT: slow-call
  orders.add_attachment(order, target.string());
  return true;
}
