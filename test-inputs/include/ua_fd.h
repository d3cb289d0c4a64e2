// Handles that are numbers, below zero when opening failed, and streams behind a pointer. The model
// is ua_fd.json.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

int device_open(const char *path);
int device_write(int fd, const char *text);
void device_close(int fd);

struct stream;
struct stream *stream_open(const char *path);
int stream_put(struct stream *to, const char *text);
void stream_close(struct stream *from);

#ifdef __cplusplus
}
#endif
