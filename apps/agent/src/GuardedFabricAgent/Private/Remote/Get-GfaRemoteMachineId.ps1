function Get-GfaRemoteMachineId {
    $id = ConvertTo-GfaText (Get-GfaCimInstance -ClassName Win32_ComputerSystemProduct).UUID
    if (-not $id) { throw (Get-GfaMessage RemoteNameless $script:GfaRemote['Current']) }
    $id
}
