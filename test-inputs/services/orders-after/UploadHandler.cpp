// what: three phases, read, copy, write; a session is held in the first and the last only.
// flags: -std=c++20 -isystem /usr/include/postgresql

#include "UploadHandler.h"

#include "OrderRepository.h"

bool UploadHandler::handle(long order, const std::filesystem::path &upload) {
  OrderRepository orders(pool_);
  std::string directory = orders.attachment_directory(order);
  if (directory.empty())
    return false;
  std::filesystem::path target = std::filesystem::path(directory) / upload.filename();
  std::filesystem::copy_file(upload, target);
  orders.add_attachment(order, target.string());
  return true;
}
