namespace AccelSim.Engine.Functional.Execution;

/// <summary>The outputs of an operation in memory; each is written once.</summary>
internal sealed class OutputMatrices
{
    private readonly List<(float[] Values, bool[] Written, int Cols)> matrices = [];

    public IReadOnlyList<float[]> Values => [.. matrices.Select(m => m.Values)];

    /// <summary>Adds a matrix and returns its number.</summary>
    public void Add(long rows, long cols)
    {
        long count = checked(rows * cols);
        matrices.Add((new float[count], new bool[count], (int)cols));
    }

    /// <summary>Writes a tile.</summary>
    /// <param name="matrix">Number of the matrix.</param>
    /// <param name="tile">Where and what.</param>
    /// <exception cref="ScheduleException">An output was written before.</exception>
    public void Store(int matrix, FinishedTile tile)
    {
        (float[] values, bool[] written, int cols) = matrices[matrix];
        int next = 0;
        for (long m = tile.Rows.First; m < tile.Rows.End; m++)
        {
            for (long n = tile.Cols.First; n < tile.Cols.End; n++)
            {
                long at = m * cols + n;
                if (written[at])
                    throw new ScheduleException($"output ({m}, {n}) of instance {matrix} is stored twice");
                written[at] = true;
                values[at] = tile.Values[next++];
            }
        }
    }

    /// <exception cref="ScheduleException">An output was never written.</exception>
    public void CheckComplete()
    {
        for (int i = 0; i < matrices.Count; i++)
        {
            int at = Array.IndexOf(matrices[i].Written, false);
            if (at >= 0)
                throw new ScheduleException($"output ({at / matrices[i].Cols}, {at % matrices[i].Cols}) of instance {i} is never stored");
        }
    }
}
