namespace AccelSim.Explore.Plots;

/// <summary>Text that fits on a picture: one line, and not longer than a legend bears.</summary>
internal static class PlotText
{
    private const int Longest = 44;

    public static string Short(string text)
    {
        string line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= Longest ? line : line[..(Longest - 1)] + "…";
    }
}
