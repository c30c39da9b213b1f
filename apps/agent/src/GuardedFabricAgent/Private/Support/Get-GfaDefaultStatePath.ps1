function Get-GfaDefaultStatePath {
    $base = $env:ProgramData
    if (-not $base) { $base = '/var/lib' }
    Join-Path (Join-Path $base 'GuardedFabric') 'Agent'
}
