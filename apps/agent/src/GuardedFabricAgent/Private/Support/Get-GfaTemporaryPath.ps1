function Get-GfaTemporaryPath {
    if ($env:TEMP) { return $env:TEMP }
    '/tmp'
}
