// The names of sql.h and sqlext.h that the input uses, as unixODBC declares them.
#pragma once

typedef short SQLSMALLINT;
typedef unsigned short SQLUSMALLINT;
typedef int SQLINTEGER;
typedef unsigned char SQLCHAR;
typedef SQLSMALLINT SQLRETURN;
typedef void *SQLHANDLE;
typedef SQLHANDLE SQLHENV;
typedef SQLHANDLE SQLHDBC;
typedef SQLHANDLE SQLHSTMT;
typedef void *SQLHWND;
typedef void *SQLPOINTER;

#define SQL_SUCCESS 0
#define SQL_SUCCESS_WITH_INFO 1
#define SQL_SUCCEEDED(rc) (((rc) & (~1)) == 0)
#define SQL_NTS (-3)
#define SQL_HANDLE_ENV 1
#define SQL_HANDLE_DBC 2
#define SQL_HANDLE_STMT 3
#define SQL_DRIVER_NOPROMPT 0
#define SQL_ATTR_AUTOCOMMIT 102
#define SQL_COMMIT 0
#define SQL_ROLLBACK 1

extern "C" {
SQLRETURN SQLAllocHandle(SQLSMALLINT type, SQLHANDLE from, SQLHANDLE *to);
SQLRETURN SQLFreeHandle(SQLSMALLINT type, SQLHANDLE handle);
SQLRETURN SQLAllocConnect(SQLHENV env, SQLHDBC *dbc);
SQLRETURN SQLFreeConnect(SQLHDBC dbc);
SQLRETURN SQLDriverConnect(SQLHDBC dbc, SQLHWND window, SQLCHAR *text, SQLSMALLINT length, SQLCHAR *out, SQLSMALLINT room,
                           SQLSMALLINT *needed, SQLUSMALLINT completion);
SQLRETURN SQLDisconnect(SQLHDBC dbc);
SQLRETURN SQLExecDirect(SQLHSTMT statement, SQLCHAR *text, SQLINTEGER length);
SQLRETURN SQLFetch(SQLHSTMT statement);
SQLRETURN SQLEndTran(SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT how);
SQLRETURN SQLGetDiagRec(SQLSMALLINT type, SQLHANDLE handle, SQLSMALLINT record, SQLCHAR *state, SQLINTEGER *error, SQLCHAR *text,
                        SQLSMALLINT room, SQLSMALLINT *length);
}
