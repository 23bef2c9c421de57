// A driver without a GPU, for tests of the calls that AccelSim.Gpu makes: memory is the host's, launches are checked and do nothing.
// FAKE_COUNT devices of capability FAKE_SM; FAKE_REFUSE makes its assembler refuse.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int number(const char *name, int usual) { const char *text = getenv(name); return text ? atoi(text) : usual; }
static void *const context = (void *)0x77, *const function = (void *)0x66;
static char *image, *log_text;
static size_t image_bytes, log_bytes;
static const char *loaded;

int cuInit(unsigned flags) { return flags ? 1 : number("FAKE_COUNT", 1) ? 0 : 100; }
int cuDriverGetVersion(int *version) { *version = 12040; return 0; }
int cuDeviceGetCount(int *count) { *count = number("FAKE_COUNT", 1); return 0; }
int cuDeviceGet(int *device, int index) { *device = index; return 0; }
int cuDeviceGetName(char *name, int length, int device) { snprintf(name, length, "Fake GPU %d", device); return 0; }
int cuDeviceGetAttribute(int *value, int attribute, int device) {
  int sm = number("FAKE_SM", 90);
  *value = attribute == 75 ? sm / 10 : attribute == 76 ? sm % 10 : -1;
  return device ? 101 : 0;
}
int cuDevicePrimaryCtxRetain(void **made, int device) { *made = context; return device; }
int cuDevicePrimaryCtxRelease_v2(int device) { fprintf(stderr, "released\n"); return device; }
int cuCtxSetCurrent(void *made) { return made == context ? 0 : 201; }
int cuCtxSynchronize(void) { return 0; }
int cuGetErrorString(int result, const char **text) { *text = result == 218 ? "a PTX JIT compilation failed" : "fake error"; return 0; }

int cuMemAlloc_v2(uint64_t *address, size_t bytes) { if (!bytes) return 1; *address = (uint64_t)malloc(bytes); return 0; }
int cuMemFree_v2(uint64_t address) { free((void *)address); return 0; }
int cuMemcpyHtoD_v2(uint64_t to, const void *from, size_t bytes) { memcpy((void *)to, from, bytes); return 0; }
int cuMemcpyDtoH_v2(void *to, uint64_t from, size_t bytes) { memcpy(to, (void *)from, bytes); return 0; }

int cuLinkCreate_v2(unsigned count, const int *options, void **values, void **state) {
  if (count != 2 || options[0] != 5 || options[1] != 6) return 1;
  log_text = values[0]; log_bytes = (size_t)values[1]; *state = (void *)0x99;
  return 0;
}
int cuLinkAddData_v2(void *state, int type, const void *data, size_t bytes, const char *name, unsigned count, void *options, void **values) {
  if (state != (void *)0x99 || type != 1 || count || ((const char *)data)[bytes - 1]) return 1;
  if (getenv("FAKE_REFUSE")) { snprintf(log_text, log_bytes, "ptxas says no to %s", name); return 218; }
  image = malloc(bytes); memcpy(image, data, bytes); image_bytes = bytes;
  return 0;
}
int cuLinkComplete(void *state, void **code, size_t *bytes) { *code = image; *bytes = image_bytes; return 0; }
int cuLinkDestroy(void *state) { return 0; }
int cuModuleLoadDataEx(void **module, const void *code, unsigned count, void *options, void **values) {
  loaded = strdup(code); *module = (void *)0x55;
  return count ? 1 : 0;
}
int cuModuleUnload(void *module) { return module == (void *)0x55 ? 0 : 1; }
int cuModuleGetFunction(void **found, void *module, const char *name) {
  char entry[256];
  snprintf(entry, sizeof entry, ".entry %s(", name);
  *found = function;
  return strstr(loaded, entry) ? 0 : 500;
}
int cuLaunchKernel(void *what, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared, void *stream, void **parameters, void **extra) {
  if (what != function || gy != 1 || gz != 1 || by != 1 || bz != 1 || shared || stream || extra) return 1;
  if (strstr(loaded, ".entry probe(")) {
    // D = C: the four addresses and the count must be what the text declares.
    unsigned steps = *(unsigned *)parameters[4], rows = bx == 128 ? 64 : 16, bytes = strstr(loaded, "results of 16 bits") ? 2 : 4;
    if (steps < 1 || steps > 2 || (bx != 32 && bx != 128)) return 1;
    memcpy(*(void **)parameters[3], *(void **)parameters[2], (size_t)gx * rows * 8 * bytes);
  } else {
    // Every view is an address and a length; sums hold as many words as there are threads.
    uint64_t *sums = parameters[6], *settings = parameters[7];
    int threads = *(int *)parameters[0];
    if (bx != 256 || gx != (unsigned)(threads + 255) / 256 || sums[1] != (uint64_t)threads || settings[1] < 8 || ((int *)settings[0])[1] < 0) return 1;
  }
  return 0;
}
