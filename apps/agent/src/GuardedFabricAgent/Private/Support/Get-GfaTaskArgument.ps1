# By name, so that the task takes a newer version laid beside this one; by path where this one is elsewhere.
function Get-GfaTaskArgument {
    param([string]$StatePath)
    $module = 'GuardedFabricAgent'
    $base = Split-Path -Parent (Split-Path -Parent (Split-Path -Parent $script:GfaManifestPath))
    $places = @("$env:PSModulePath" -split ';' | ForEach-Object { ConvertTo-GfaPlainPath $_ })
    if ($places -notcontains (ConvertTo-GfaPlainPath $base)) { $module = ConvertTo-GfaQuoted $script:GfaManifestPath }
    $run = 'Invoke-GuardedFabricAgent -Unattended'
    if ($StatePath -ne (Get-GfaDefaultStatePath)) { $run += " -StatePath $(ConvertTo-GfaQuoted $StatePath)" }
    "-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -Command `"Import-Module $module; exit ($run).ExitCode`""
}
