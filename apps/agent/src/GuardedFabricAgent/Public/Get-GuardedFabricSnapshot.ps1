function Get-GuardedFabricSnapshot {
    <#
    .SYNOPSIS
    Collects a snapshot of this host and returns it without sending it.
    .PARAMETER AsJson
    Returns the very text that would be sent instead of an object.
    .EXAMPLE
    (Get-GuardedFabricSnapshot).hgsClient
    .EXAMPLE
    Get-GuardedFabricSnapshot -AsJson | Set-Content snapshot.json -Encoding Ascii
    #>
    [CmdletBinding()]
    param([switch]$AsJson)
    $snapshot = New-GfaSnapshot -WorkPath (Get-GfaTemporaryPath)
    if ($AsJson) { return $snapshot.Json }
    $snapshot.Json | ConvertFrom-Json
}
