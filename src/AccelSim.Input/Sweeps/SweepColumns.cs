using AccelSim.Input.Yaml;
using AccelSim.Model.Results;

namespace AccelSim.Input.Sweeps;

/// <summary>Knows the columns that the results of a sweep will have.</summary>
internal static class SweepColumns
{
    /// <summary>What is wrong with a column's name, or null.</summary>
    public static string? Fault(Sweep sweep, string column)
    {
        string[] known = [.. new ResultTable(sweep.Columns, []).Columns];
        return known.Contains(column) ? null
            : $"'{column}' is no column of the results{Suggestion.For(column, known)}; columns are the swept keys and labels, and what 'accelsim list metrics' names";
    }
}
