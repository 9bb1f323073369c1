// Stands between a program and the system's time of day (LD_PRELOAD), and adds what a test says: seconds, in a file that both have mapped.
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const volatile long *offset = MAP_FAILED;

__attribute__((constructor)) static void map_offset(void)
{
    offset = mmap(NULL, sizeof *offset, PROT_READ, MAP_SHARED, open(getenv("CLOCK_OFFSET"), O_RDONLY), 0);
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
    int result = (int)syscall(SYS_clock_gettime, clock, time);
    if (result == 0 && clock == CLOCK_REALTIME && offset != MAP_FAILED)
    {
        time->tv_sec += *offset;
    }

    return result;
}
