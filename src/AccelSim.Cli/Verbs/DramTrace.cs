using System.Globalization;
using AccelSim.Model.Machines;

namespace AccelSim.Cli.Verbs;

/// <summary>Reads traces: one request a line, <c>R|W ADDRESS [CLOCK]</c>; addresses are bytes, decimal or hexadecimal after 0x; empty lines and lines after # are skipped.</summary>
internal static class DramTrace
{
    private const int MostProblems = 20;

    /// <exception cref="BadInputException">A line is malformed, or the file cannot be read.</exception>
    public static List<(long Burst, bool IsWrite, long Arrival)> Read(string path, DramTiming timing, long bytes)
    {
        if (!File.Exists(path)) throw new BadInputException($"{path}: there is no such file");
        var requests = new List<(long, bool, long)>();
        var problems = new List<string>();
        int number = 0, left = 0;
        long last = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            string[] words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            long clock = -1;
            if (words.Length > 3) Report(3, "line", $"'{line.Trim()}' has {words.Length} words; R or W, an address and perhaps a clock are needed");
            else if (words[0] is not ("R" or "W" or "r" or "w")) Report(0, "direction", $"'{words[0]}' is neither R nor W; a line is R|W ADDRESS [CLOCK]");
            else if (words.Length == 1) Report(0, "address", $"'{line.Trim()}' has no address; bytes are needed, as in 0x1F40");
            else if (!Address(words[1], out long address)) Report(1, "address", $"'{words[1]}' is not an address; bytes are needed, as in 0x1F40");
            else if (address >= bytes) Report(1, "address", string.Create(CultureInfo.InvariantCulture, $"'{words[1]}' lies behind the memory; its channels hold {bytes} bytes"));
            else if (words.Length == 3 && !(long.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out clock) && clock < 1L << 60))
                Report(2, "clock", $"'{words[2]}' is not a clock; a whole number of memory clocks is needed");
            else if (clock >= 0 && clock < last) Report(2, "clock", $"'{words[2]}' is before clock {last} of a line above; clocks must not decrease");
            else requests.Add((address / timing.BurstBytes, words[0] is "W" or "w", clock));
            last = Math.Max(last, clock);

            void Report(int word, string key, string message)
            {
                if (problems.Count < MostProblems) problems.Add(string.Create(CultureInfo.InvariantCulture, $"{path}:{number}:{Column(line, word)}: {key}: {message}"));
                else left++;
            }
        }
        if (left > 0) problems.Add(string.Create(CultureInfo.InvariantCulture, $"{path}: and {left} more problems"));
        if (problems.Count == 0 && requests.Count == 0) problems.Add($"{path}: holds no request; a line is R|W ADDRESS [CLOCK]");
        if (problems.Count > 0) throw new BadInputException([.. problems]);
        return requests;
    }

    /// <summary>Where a word of a line begins, from 1.</summary>
    private static int Column(string line, int word)
    {
        int at = 0;
        for (int seen = 0; ; seen++)
        {
            while (char.IsWhiteSpace(line[at])) at++;
            if (seen == word) return at + 1;
            while (!char.IsWhiteSpace(line[at])) at++;
        }
    }

    private static bool Address(string text, out long address) =>
        (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out address)
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out address)) && address >= 0;
}
