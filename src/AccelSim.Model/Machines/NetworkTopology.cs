namespace AccelSim.Model.Machines;

/// <summary>How the shared buffer reaches the cores.</summary>
public enum NetworkTopology
{
    /// <summary>Every core has a link of its own to the shared buffer.</summary>
    Crossbar,

    /// <summary>Columns of cores, as square as they can be; the shared buffer feeds the first core of each column.</summary>
    Mesh,

    /// <summary>One ring, both ways round; the shared buffer stands between the last core and the first.</summary>
    Ring,
}
