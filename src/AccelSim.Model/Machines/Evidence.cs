namespace AccelSim.Model.Machines;

/// <summary>What a preset rests on.</summary>
public enum Evidence
{
    /// <summary>Reproduces recorded results of the silicon bit for bit (50,000 rows of MATLAB-tensor-core, arXiv 2512.07004, and the rest of that set).</summary>
    Verified,

    /// <summary>Stated by a paper or its authors' code; no recording at hand.</summary>
    Published,

    /// <summary>Worked out from published rules or read from machine code; never run.</summary>
    Inferred,
}
