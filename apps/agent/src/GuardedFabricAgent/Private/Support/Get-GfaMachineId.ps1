# This machine's SMBIOS UUID, or nothing where it cannot be read. Where reading it hung of late it is not asked: no mark
# tells the next run that this one was here.
function Get-GfaMachineId {
    param([string]$StatePath)
    if ((Get-GfaHungCollector -StatePath $StatePath).Keys -contains 'host') { return }
    ConvertTo-GfaText (Read-GfaOptional { Get-GfaCimInstance -ClassName Win32_ComputerSystemProduct }).UUID
}
