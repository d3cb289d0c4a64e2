# Finds LLVM and Clang, and defines `leasehold-llvm`: how code that includes their headers is
# compiled. Linking is left to the targets: a module links nothing, its host has it all.

# Where libedit is installed, LLVM's package tries its header in C, and ends the configuration where
# only C++ is enabled. We need it not.
if(NOT CMAKE_C_COMPILER_LOADED)
  set(HAVE_HISTEDIT_H FALSE CACHE INTERNAL "")
endif()
set(_root "/usr/lib/llvm-${LEASEHOLD_LLVM}/lib/cmake")
find_package(LLVM REQUIRED CONFIG HINTS "${_root}/llvm")
# Where LLVM is, Clang is: never the one of another release.
get_filename_component(_beside "${LLVM_DIR}/../clang" ABSOLUTE)

# ClangTargets.cmake of 22 names these (clangd's remote index wants them); we link neither.
if(NOT TARGET gRPC::grpc++)
  add_library(gRPC::grpc++ INTERFACE IMPORTED)
endif()
if(NOT TARGET protobuf::libprotobuf)
  add_library(protobuf::libprotobuf INTERFACE IMPORTED)
endif()
find_package(Clang REQUIRED CONFIG HINTS "${_beside}")
message(STATUS "LLVM ${LLVM_PACKAGE_VERSION} in ${LLVM_DIR}, Clang in ${Clang_DIR}")

# The compiler's own headers (stddef.h...): clang looks for them beside its executable, and ours
# is somewhere else.
set(LEASEHOLD_RESOURCE_DIR "${LLVM_LIBRARY_DIR}/clang/${LLVM_VERSION_MAJOR}" CACHE PATH
  "clang's resource directory")
if(NOT EXISTS "${LEASEHOLD_RESOURCE_DIR}/include/stddef.h")
  message(WARNING "no clang headers in ${LEASEHOLD_RESOURCE_DIR}; set LEASEHOLD_RESOURCE_DIR")
endif()

separate_arguments(_definitions NATIVE_COMMAND "${LLVM_DEFINITIONS}")
list(TRANSFORM _definitions REPLACE "^-D" "")

add_library(leasehold-llvm INTERFACE)
target_include_directories(leasehold-llvm SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS} ${CLANG_INCLUDE_DIRS})
target_compile_definitions(leasehold-llvm INTERFACE ${_definitions})
# Debian's LLVM has RTTI, others do not; code without it goes with both.
target_compile_options(leasehold-llvm INTERFACE -fno-exceptions -fno-rtti)
