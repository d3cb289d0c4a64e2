#include "ServerTest.h"
