using System.Globalization;

namespace AccelSim.Explore.Results;

/// <summary>Something wrong with a results file; prints as <c>file:line:character: column: what is wrong, what is allowed</c>.</summary>
/// <param name="File">Path as the user gave it.</param>
/// <param name="Line">1-based line where the row starts; 0 when the whole file is meant.</param>
/// <param name="Character">1-based place in that line where the cell begins.</param>
/// <param name="Column">Header of the column, or empty.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record ResultProblem(string File, long Line, int Character, string Column, string Message)
{
    public override string ToString()
    {
        string place = Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Character}") : File;
        return Column.Length > 0 ? $"{place}: {Column}: {Message}" : $"{place}: {Message}";
    }
}
